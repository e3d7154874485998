namespace Torghut.Ta.Tests.Engine;

internal static class ScenarioFeed
{
    /// <summary>Feeds both logs, each in its order, interleaved at random.</summary>
    public static void Feed(this Scenario scenario, EngineRun run, Random random, Action? between = null)
    {
        int trade = 0, quote = 0;
        while (trade < scenario.Trades.Count || quote < scenario.Quotes.Count)
        {
            var left = (scenario.Trades.Count - trade) + (scenario.Quotes.Count - quote);
            if (random.Next(left) < scenario.Trades.Count - trade)
            {
                run.Feed(scenario.Trades[trade++]);
            }
            else
            {
                run.Feed(scenario.Quotes[quote++]);
            }

            between?.Invoke();
        }
    }
}
