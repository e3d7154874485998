namespace Torghut.Trading.Submission;

/// <summary>How the way of an approved order to the broker ended.</summary>
internal enum SubmitResult
{
    /// <summary>No request left; what becomes of the order is written down.</summary>
    Kept,

    /// <summary>No request left; the order is approved and waits for a decision on newer positions and orders.</summary>
    DecideAnew,

    /// <summary>A request left.</summary>
    Left,
}
