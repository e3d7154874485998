namespace Torghut.Trading.Backtest;

/// <summary>The strategies that the chart ships with, for a backtest that names none.</summary>
internal static class ShippedCatalogue
{
    public const string Name = "shipped-strategies.yaml";

    public static string Text
    {
        get
        {
            using var stream = typeof(ShippedCatalogue).Assembly.GetManifestResourceStream(Name)!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
