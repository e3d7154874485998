using Torghut.Common.Configuration;

namespace Torghut.Ops.Actuation;

/// <summary>Where changes are reviewed.</summary>
internal sealed class ActuationOptions : IValidatableOptions
{
    [ConfigurationKey("OPS_GIT_API_URL", "GitHub's REST API, as https://api.github.com/; without it a change stays a branch.", Schemes = "http,https")]
    public Uri? Api { get; set; }

    [ConfigurationKey("OPS_GIT_REPOSITORY", "Repository at the Git host, OWNER/NAME.")]
    public string Repository { get; set; } = "";

    public IEnumerable<ConfigurationProblem> Validate()
    {
        var parts = Repository.Split('/');
        if (Api is not null && (parts.Length != 2 || !parts.All(IsName)))
        {
            yield return new("OPS_GIT_REPOSITORY", "OWNER/NAME, because OPS_GIT_API_URL is set", $"'{Repository}'");
        }

        if (Api is { IsLoopback: false } && Api.Scheme != Uri.UriSchemeHttps)
        {
            yield return new("OPS_GIT_API_URL", "https, because the token is sent to it", $"'{Api.Scheme}'");
        }
    }

    private static bool IsName(string part) => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
