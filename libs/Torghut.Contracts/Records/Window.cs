namespace Torghut.Contracts.Records;

/// <summary>A half-open span of event time, <c>[Start, End)</c>.</summary>
/// <param name="Size">Length as an ISO 8601 duration, for example <c>PT1S</c>.</param>
/// <param name="Step">Distance between starts of successive windows; equal to <paramref name="Size"/> for tumbling windows.</param>
/// <param name="Start">First nanosecond inside, Unix epoch, UTC.</param>
/// <param name="End">First nanosecond after, Unix epoch, UTC.</param>
public readonly record struct Window(string Size, string Step, long Start, long End);
