using System.Globalization;
using System.Net;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>
/// Who reaches whom by the policies of one namespace, as Kubernetes defines it
/// (<see href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">network policies</see>): a pod that any policy selects is closed
/// but for what the policies that select it name, and a connection takes both ends' consent.
/// </summary>
internal sealed class Reachability(string home, IReadOnlyList<Node> policies)
{
    /// <summary>Every port that a policy names.</summary>
    public IReadOnlyList<int> Ports { get; } =
    [
        .. policies.SelectMany(policy => new[] { "ingress", "egress" }.Where(way => policy.Has("spec." + way)).SelectMany(way => policy["spec." + way].Items))
            .Where(rule => rule.Has("ports")).SelectMany(rule => rule["ports"].Items).Select(Number).Distinct().Order(),
    ];

    public bool Reaches(Peer from, Peer to, int port) => Allows(from, to, port, "egress") && Allows(to, from, port, "ingress");

    private static int Number(Node port) => int.Parse(port["port"].Text, CultureInfo.InvariantCulture);

    /// <summary>Whether a pod's own policies let it have the other in that direction; nobody else's pods have policies of ours.</summary>
    private bool Allows(Peer own, Peer other, int port, string way)
    {
        if (own.Namespace != home)
        {
            return true;
        }

        var selecting = policies.Where(policy => Selects(policy["spec.podSelector"], own.Labels)
            && policy["spec.policyTypes"].Items.Any(type => type.Text.Equals(way, StringComparison.OrdinalIgnoreCase))).ToList();
        return selecting.Count == 0 || selecting.Where(policy => policy.Has("spec." + way)).SelectMany(policy => policy["spec." + way].Items)
            .Any(rule => (!rule.Has("ports") || rule["ports"].Items.Any(one => Number(one) == port)) && Names(rule, way == "egress" ? "to" : "from", other));
    }

    private bool Names(Node rule, string side, Peer other) => !rule.Has(side) || rule[side].Items.Any(peer => IsIn(peer, other));

    private bool IsIn(Node peer, Peer other)
    {
        if (peer.Has("ipBlock"))
        {
            return other.Address.Length > 0 && Contains(peer["ipBlock.cidr"].Text, other.Address)
                && !(peer.Has("ipBlock.except") && peer["ipBlock.except"].Items.Any(block => Contains(block.Text, other.Address)));
        }

        if (other.Namespace.Length == 0)
        {
            return false;
        }

        var space = new Dictionary<string, string>(StringComparer.Ordinal) { ["kubernetes.io/metadata.name"] = other.Namespace };
        return (peer.Has("namespaceSelector") ? Selects(peer["namespaceSelector"], space) : other.Namespace == home)
            && (!peer.Has("podSelector") || Selects(peer["podSelector"], other.Labels));
    }

    private static bool Selects(Node selector, IReadOnlyDictionary<string, string> labels) =>
        (!selector.Has("matchLabels") || selector["matchLabels"].Map.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value.Text))
        && (!selector.Has("matchExpressions") || selector["matchExpressions"].Items.All(expression =>
        {
            Assert.That(expression["operator"].Text, Is.EqualTo("In"), "no other operator is used, and none is understood here");
            return labels.TryGetValue(expression["key"].Text, out var value) && expression["values"].Items.Any(item => item.Text == value);
        }));

    private static bool Contains(string block, string address) => IPNetwork.Parse(block).Contains(IPAddress.Parse(address));
}
