namespace Torghut.Charts.Tests.Rendering;

/// <summary>Somebody who sends or is sent to: a pod of the namespace, a pod of another one, or an address outside.</summary>
/// <param name="Name">What the matrix calls it.</param>
/// <param name="Namespace">Its namespace; empty for an address.</param>
/// <param name="Labels">A pod's labels.</param>
/// <param name="Address">Its address, when it is none of the cluster's pods.</param>
internal sealed record Peer(string Name, string Namespace, IReadOnlyDictionary<string, string> Labels, string Address = "");
