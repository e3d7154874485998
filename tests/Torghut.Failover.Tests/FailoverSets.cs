using System.Globalization;

namespace Torghut.Failover.Tests;

/// <summary>Cases that are run together, by a name of their own.</summary>
internal static class FailoverSets
{
    private static readonly string[] Roles = ["leader", "group", "both"];
    private static readonly string[] Services = ["ws", "ta", "trading"];

    /// <summary>Cases and names of sets, comma-separated; each of them as often as there are rounds.</summary>
    public static IReadOnlyList<FailoverCase> Parse(string text, int rounds) =>
        [.. text.Split(',').SelectMany(Named).SelectMany(one => Enumerable.Repeat(FailoverCase.Parse(one), rounds))];

    /// <summary>
    /// matrix: every role, way and time. node-first and service-first: a node and a service within the same second, every role with every service, and once
    /// more compute with both of its coordinators.
    /// </summary>
    private static IEnumerable<string> Named(string word) => word switch
    {
        "matrix" => from role in Roles from fault in new[] { "kill", "stop" } from seconds in new[] { 5, 12, 30 } select $"{role}:{fault}:{seconds}",
        "node-first" => Pairs((role, service) => $"{role}+{service}"),
        "service-first" => Pairs((role, service) => $"{service}+{role}"),
        _ => [word],
    };

    /// <summary>The second fault comes a tenth of a second later with every case, the last of ten nine tenths after the first.</summary>
    private static IEnumerable<string> Pairs(Func<string, string, string> who) => Services
        .SelectMany(service => Roles.Select(role => who(role, service)))
        .Append(who("both", "ta"))
        .Select((pair, i) => string.Create(CultureInfo.InvariantCulture, $"{pair}:kill:{(i % 2 == 0 ? 5 : 12)}:{100 * i}"));
}
