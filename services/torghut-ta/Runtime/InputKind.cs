namespace Torghut.Ta.Runtime;

/// <summary>The three input logs of a partition; the values index arrays.</summary>
internal enum InputKind
{
    Trade = 0,
    Quote = 1,
    Bar = 2,
}
