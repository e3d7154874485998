namespace Torghut.Trading.Catalogue;

/// <summary>One reason why a catalogue was refused.</summary>
/// <param name="File">Path as configured.</param>
/// <param name="Line">One-based; 0 when the file as a whole is meant.</param>
/// <param name="Field">Path of the field, for example <c>strategies[1].params.buy_rsi_below</c>; empty when the file as a whole is meant.</param>
/// <param name="Reason">What was expected and what was found.</param>
internal sealed record CatalogueProblem(string File, long Line, string Field, string Reason)
{
    /// <summary>One-based; 0 when the line as a whole is meant.</summary>
    public long Column { get; init; }

    public override string ToString() => $"{File}:{Line}{(Column > 0 ? $":{Column}" : "")}: {(Field.Length == 0 ? "" : Field + ": ")}{Reason}";
}
