namespace Torghut.Ws.Dedup;

/// <summary>Which kinds of message never equal each other.</summary>
internal enum DedupKind
{
    Trade,
    Quote,
    Bar,
    UpdatedBar,
    Correction,
    Cancel,
}
