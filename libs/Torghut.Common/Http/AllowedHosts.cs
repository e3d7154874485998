using System.Net;

namespace Torghut.Common.Http;

/// <summary>
/// Which host a request may name. A page of another site can make a browser send requests here by pointing its own name at this address; such a request names
/// that site.
/// </summary>
public sealed class AllowedHosts(HttpOptions options)
{
    /// <summary>Whether a host name, without its port, may be answered.</summary>
    public bool Allows(string host) =>
        !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host, out _) || options.AllowedHosts.Any(pattern => Matches(pattern, host));

    private static bool Matches(string pattern, string host) => pattern switch
    {
        "*" => true,
        _ when pattern.StartsWith("*.", StringComparison.Ordinal) => host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase),
        _ => host.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };
}
