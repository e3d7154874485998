namespace Torghut.Alpaca.Trading;

/// <summary>Direction of a position.</summary>
public enum PositionSide
{
    Unknown,
    Long,
    Short,
}
