using Torghut.Common.Configuration;

namespace Torghut.Common.Http;

/// <summary>Whom the HTTP ports of every service answer, and how often.</summary>
public sealed class HttpOptions : IValidatableOptions
{
    [ConfigurationKey("TORGHUT_ALLOWED_HOSTS",
        "Host names that requests may name, '*.' in front for all below; addresses and names without a dot always may, and * allows any.")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = ["*.localhost", "*.svc", "*.svc.cluster.local"];

    [ConfigurationKey("TORGHUT_HTTP_REQUESTS_PER_SECOND",
        "Requests that one address may make; twice as many at once. Probes, metrics and what stops trading are not counted.", Min = 1, Max = 1_000_000)]
    public int RequestsPerSecond { get; set; } = 200;

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (AllowedHosts.FirstOrDefault(host => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Dns
            && host != "*") is { } bad)
        {
            yield return new("TORGHUT_ALLOWED_HOSTS", "host names such as torghut.example or *.example", $"'{bad}'");
        }
    }
}
