namespace Torghut.Failover.Tests;

/// <summary>What a node is for the services.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Leads">Partitions of the services' topics that it leads.</param>
/// <param name="Groups">Groups whose coordinator it is.</param>
/// <param name="Transactions">Transactional ids whose coordinator it is.</param>
internal sealed record NodeRoles(int Node, int Leads, IReadOnlyList<string> Groups, int Transactions)
{
    public override string ToString() => $"node {Node} (leads {Leads}; groups {(Groups.Count == 0 ? "none" : string.Join('+', Groups))}; transactions {Transactions})";
}
