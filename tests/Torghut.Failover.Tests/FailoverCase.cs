using System.Globalization;

namespace Torghut.Failover.Tests;

/// <summary>Which node is away, how and for how long, and which service is killed with it.</summary>
/// <param name="Role">leader, group or both: what the node is beside leading partitions.</param>
/// <param name="Service">The service; null for none.</param>
/// <param name="ServiceFirst">Whether the service is killed before the node; otherwise after it.</param>
/// <param name="Apart">From the one fault to the other.</param>
/// <param name="Halts">SIGSTOP and SIGCONT; otherwise SIGKILL and another start.</param>
/// <param name="Away">From the node's fault to its return.</param>
internal sealed record FailoverCase(string Role, string? Service, bool ServiceFirst, TimeSpan Apart, bool Halts, TimeSpan Away)
{
    private const string ComputeGroup = "torghut-ta-live";
    private static readonly string[] Roles = ["leader", "group", "both"];

    /// <summary>
    /// role[+service]:kill|stop:seconds, for example group+ta:kill:12. Who is named first is struck first, and the other, where a fourth word says so, some
    /// milliseconds later: ta+group:kill:12:300.
    /// </summary>
    public static FailoverCase Parse(string text)
    {
        var words = text.Split(':');
        var who = words[0].Split('+');
        var role = who.Single(Roles.Contains);
        var service = who.SingleOrDefault(name => name != role);
        return new FailoverCase(
            role,
            service is null ? null : "torghut-" + service,
            who[0] == service,
            TimeSpan.FromMilliseconds(words.Length > 3 ? Number(words[3]) : 0),
            words[1] == "stop",
            TimeSpan.FromSeconds(Number(words[2])));
    }

    /// <summary>The node that has most of the role.</summary>
    public NodeRoles Choose(IReadOnlyList<NodeRoles> nodes) => Role switch
    {
        "leader" => nodes.OrderBy(node => node.Groups.Contains(ComputeGroup)).ThenBy(node => node.Leads == 0).ThenBy(node => node.Transactions)
            .ThenBy(node => node.Groups.Count).First(),
        "group" => nodes.Single(node => node.Groups.Contains(ComputeGroup)),
        _ => nodes.OrderByDescending(node => (node.Groups.Contains(ComputeGroup) ? nodes.Count : 0) + node.Transactions).First(),
    };

    public override string ToString()
    {
        var node = string.Create(CultureInfo.InvariantCulture, $"{Role} {(Halts ? "halted" : "killed")} for {Away.TotalSeconds:0} s");
        return Service is null ? node : ServiceFirst ? $"{Service}, then {node}" : $"{node}, then {Service}";
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
