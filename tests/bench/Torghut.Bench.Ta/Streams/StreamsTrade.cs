namespace Torghut.Bench.Ta.Streams;

/// <summary>What the Streamiz topology needs of a trade.</summary>
internal sealed record StreamsTrade(long EventTs, long Seq, double Price, double Size);
