using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rules;

/// <summary>A chart sets keys that its service reads, gives every key the service cannot do without, and puts no secret into a ConfigMap.</summary>
public sealed partial class KeyRules
{
    private static readonly ConcurrentDictionary<string, (string Name, bool IsRequired, bool IsSecret)[]> Declarations = new(StringComparer.Ordinal);

    private static IEnumerable<object[]> Charts =>
        Helm.Services.SelectMany(chart => new[] { "", "paper", "production" }.Select(overlay => new object[] { chart, overlay }));

    [TestCaseSource(nameof(Charts))]
    public async Task Keys_OfAChart_AreReadByItsService(string chart, string overlay)
    {
        HashSet<string> known = [.. Declared(chart).Select(key => key.Name)];
        (HashSet<string> config, HashSet<string> secret) = await KeysAsync(chart, overlay);
        Assert.That(config.Concat(secret).Where(key => !known.Contains(key)), Is.Empty);
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Keys_ThatAServiceRequires_AreSet(string chart, string overlay)
    {
        (HashSet<string> config, HashSet<string> secret) = await KeysAsync(chart, overlay);
        Assert.That(Declared(chart).Where(key => key.IsRequired && !config.Contains(key.Name) && !secret.Contains(key.Name)), Is.Empty);
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Keys_ThatHoldSecrets_ComeFromSecrets(string chart, string overlay)
    {
        (HashSet<string> config, _) = await KeysAsync(chart, overlay);
        Assert.That(Declared(chart).Where(key => key.IsSecret && config.Contains(key.Name)), Is.Empty);
    }

    private static async Task<(HashSet<string> Config, HashSet<string> Secret)> KeysAsync(string chart, string overlay)
    {
        Manifests manifests = await (overlay.Length == 0 ? Helm.TemplateAsync(chart) : Helm.TemplateForAsync(overlay, chart));
        IEnumerable<string> config = manifests.Of("ConfigMap").Where(map => map["metadata.name"].Text.EndsWith("-config", StringComparison.Ordinal))
            .SelectMany(map => map["data"].Map.Keys).Where(key => !key.Contains('.', StringComparison.Ordinal));
        IEnumerable<Node> entries = manifests.PodSpecs.SelectMany(pod => pod["containers"].Items).Where(container => container.Has("env"))
            .SelectMany(container => container["env"].Items);
        return ([.. config], [.. entries.Select(entry => entry["name"].Text)]);
    }

    private static (string Name, bool IsRequired, bool IsSecret)[] Declared(string chart) => Declarations.GetOrAdd(
        chart,
        _ => [.. DeclaredIn(Path.Combine(Repository.Root, "services", chart)), .. DeclaredIn(Path.Combine(Repository.Root, "libs", "Torghut.Common"))]);

    private static IEnumerable<(string Name, bool IsRequired, bool IsSecret)> DeclaredIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Attribute().Matches(File.ReadAllText(file)))
            .Select(match => (match.Groups[1].Value, match.Value.Contains("Required = true", StringComparison.Ordinal),
            match.Value.Contains("Secret = true", StringComparison.Ordinal)));

    // One line, as the house writes them.
    [GeneratedRegex(@"\[ConfigurationKey\(\s*""([A-Z0-9_]+)""[\s\S]*?\)\]")]
    private static partial Regex Attribute();
}
