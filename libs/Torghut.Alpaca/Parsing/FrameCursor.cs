namespace Torghut.Alpaca.Parsing;

/// <summary>How far a frame was read; the default value stands before its first byte.</summary>
public struct FrameCursor
{
    /// <summary>Offset of the next unread byte.</summary>
    public int Position { get; internal set; }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd { get; internal set; }

    internal bool IsInside { get; set; }
}
