namespace Torghut.Trading.Audit;

/// <summary>The end of the chain.</summary>
internal sealed record AuditHead
{
    public static AuditHead Empty { get; } = new() { Seq = 0, Hash = new string('0', 64) };

    public long Seq { get; init; }

    public string Hash { get; init; } = "";
}
