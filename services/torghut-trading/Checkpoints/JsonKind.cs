namespace Torghut.Trading.Checkpoints;

/// <summary>What a value of a report's part is; the numbers are those of the file.</summary>
internal enum JsonKind
{
    Null = 0,
    Flag = 1,
    Whole = 2,
    Number = 3,
    Text = 4,
    Raw = 5,
    Map = 6,
    List = 7,
}
