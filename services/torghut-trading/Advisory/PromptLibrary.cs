using System.Text;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>The prompt in force: a file <c>VERSION.txt</c>. Without one nobody is asked.</summary>
internal sealed class PromptLibrary
{
    private const int MaxBytes = 16_384;
    private const int MaxVersion = 32;

    public PromptLibrary(ProviderOptions options) => (Current, Fault) = Load(options);

    public PromptTemplate? Current { get; }

    /// <summary>Why there is no prompt, one of <see cref="StanceReasons"/>; null when there is one.</summary>
    public string? Fault { get; }

    private static (PromptTemplate? Prompt, string? Fault) Load(ProviderOptions options)
    {
        var version = options.PromptVersion;
        if (!options.AllowedPromptVersions.Contains(version, StringComparer.Ordinal))
        {
            return (null, StanceReasons.PromptNotAllowed);
        }

        // A version is the name of a file and not a way to another one.
        var named = version.Length <= MaxVersion && version.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
        var folder = options.PromptDirectory.Length > 0 ? options.PromptDirectory : Path.Combine(AppContext.BaseDirectory, "prompts");
        var file = new FileInfo(Path.Combine(folder, version + ".txt"));
        if (!named || !file.Exists || file.Length is 0 or > MaxBytes)
        {
            return (null, StanceReasons.PromptMissing);
        }

        try
        {
            var bytes = File.ReadAllBytes(file.FullName);
            return (new PromptTemplate(version, Encoding.UTF8.GetString(bytes), Digest.Of(bytes)), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, StanceReasons.PromptMissing);
        }
    }
}
