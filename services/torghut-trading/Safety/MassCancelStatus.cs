namespace Torghut.Trading.Safety;

/// <param name="State">One of the words below.</param>
/// <param name="Elapsed">From the latch until the book was empty.</param>
/// <param name="Fault">Why the last attempt failed.</param>
internal sealed record MassCancelStatus(string State, TimeSpan? Elapsed, string? Fault)
{
    public const string Cancelling = "cancelling";

    /// <summary>An attempt failed, or the book is not empty though it should be; nothing has been better since.</summary>
    public const string Failing = "failing";

    public const string BookEmpty = "book_empty";
    public const string Released = "released";
}
