namespace Torghut.Trading.Advisory;

/// <summary>Whether a request may leave.</summary>
/// <param name="Denied">Why not: the circuit, or the budget; null when it may.</param>
/// <param name="Reservation">What it was given; null when it may not.</param>
/// <param name="Circuit">The circuit's status by which it was decided.</param>
internal sealed record Admission(ReviewOutcome? Denied, Guid? Reservation, CircuitStatus Circuit);
