namespace Torghut.Trading.Safety;

/// <summary>How the broker last answered to orders that would have closed a position as this one does.</summary>
/// <param name="Code">Its word for the refusal.</param>
/// <param name="Times">How many times in a row it said the same, at least once.</param>
/// <param name="SinceLast">Time since the newest of them was sent.</param>
internal sealed record RefusalHistory(string Code, int Times, TimeSpan SinceLast)
{
    /// <summary>Stands for the code of an order that the broker took and refused later: its reports give no reason.</summary>
    public const string AfterAcceptance = "rejected";

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)];

    /// <summary>Whether it is too early to ask the same again: soon at first, in the end once a minute.</summary>
    public bool HoldsBack => SinceLast < Pauses[Math.Min(Times, Pauses.Length) - 1];
}
