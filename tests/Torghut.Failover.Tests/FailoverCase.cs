using System.Globalization;

namespace Torghut.Failover.Tests;

/// <summary>Which node is away, how and for how long, and which service is killed with it.</summary>
/// <param name="Role">leader, group or both: what the node is beside leading partitions.</param>
/// <param name="Service">The service; null for none.</param>
/// <param name="Halts">SIGSTOP and SIGCONT; otherwise SIGKILL and another start.</param>
/// <param name="Away">From the one to the other.</param>
internal sealed record FailoverCase(string Role, string? Service, bool Halts, TimeSpan Away)
{
    private const string ComputeGroup = "torghut-ta-live";

    /// <summary>role[+service]:kill|stop:seconds, for example group+ta:kill:12.</summary>
    public static FailoverCase Parse(string text)
    {
        var words = text.Split(':');
        var who = words[0].Split('+');
        return new FailoverCase(
            who[0], who.Length > 1 ? "torghut-" + who[1] : null, words[1] == "stop", TimeSpan.FromSeconds(int.Parse(words[2], CultureInfo.InvariantCulture)));
    }

    /// <summary>The node that has most of the role.</summary>
    public NodeRoles Choose(IReadOnlyList<NodeRoles> nodes) => Role switch
    {
        "leader" => nodes.OrderBy(node => node.Groups.Contains(ComputeGroup)).ThenBy(node => node.Leads == 0).ThenBy(node => node.Transactions)
            .ThenBy(node => node.Groups.Count).First(),
        "group" => nodes.Single(node => node.Groups.Contains(ComputeGroup)),
        "both" => nodes.OrderByDescending(node => (node.Groups.Contains(ComputeGroup) ? nodes.Count : 0) + node.Transactions).First(),
        _ => throw new ArgumentException($"'{Role}' is no role.", nameof(nodes)),
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Role}{(Service is null ? "" : " with " + Service)} {(Halts ? "halted" : "killed")} for {Away.TotalSeconds:0} s");
}
