using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Torghut.Ops.Pages;

/// <summary>What the bundler made of <c>Pages/web</c>, as it lies in this assembly: <c>pages/NAME</c>, beside it <c>NAME.br</c> and <c>NAME.gz</c>.</summary>
internal sealed class PageBundle
{
    private const string Prefix = "pages/";
    private static readonly string[] Compressed = [".br", ".gz"];

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageBundle() : this(typeof(PageBundle).Assembly)
    {
    }

    private PageBundle(Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        _files = names.Where(name => ContentTypes.ContainsKey(Path.GetExtension(name)))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(assembly, name, names), StringComparer.Ordinal);
        if (Array.Find(PageRoutes.All, page => !_files.ContainsKey(page.File)) is { File: { } missing })
        {
            throw new InvalidOperationException($"The service was built without {missing}.");
        }
    }

    public IReadOnlyDictionary<string, PageFile> Files => _files;

    /// <param name="name">Path below the bundle.</param>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private static PageFile Read(Assembly assembly, string name, HashSet<string> names)
    {
        var plain = Bytes(assembly, name);
        var forms = Compressed.Select(ending => names.Contains(name + ending) ? Bytes(assembly, name + ending) : null)
            .Select(bytes => bytes?.Length < plain.Length ? bytes : null).ToArray();
        var tag = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 16));
        return new PageFile(ContentTypes[Path.GetExtension(name)], tag, plain, forms[0], forms[1]);
    }

    private static byte[] Bytes(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
