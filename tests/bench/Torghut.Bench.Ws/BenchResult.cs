namespace Torghut.Bench.Ws;

/// <summary>One figure with the peer it is compared with. <paramref name="Ratio"/> is how many times better ours is.</summary>
internal sealed record BenchResult(string Name, double Value, string Unit, string? Peer, double? PeerValue, double? Ratio, double? Target, bool Ok);
