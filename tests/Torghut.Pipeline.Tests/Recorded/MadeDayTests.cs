namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>A small day with the shape of a recorded one: what can go wrong with that can go wrong with this.</summary>
public sealed class MadeDayTests() : DayThroughThePipeline(recorded: null);
