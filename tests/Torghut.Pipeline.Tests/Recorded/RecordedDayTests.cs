namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>The whole day that TORGHUT_TICKS names; without it the day that is made.</summary>
[Category("Drill")]
public sealed class RecordedDayTests() : DayThroughThePipeline(Environment.GetEnvironmentVariable("TORGHUT_TICKS"));
