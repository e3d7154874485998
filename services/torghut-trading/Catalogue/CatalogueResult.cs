namespace Torghut.Trading.Catalogue;

/// <summary>A whole catalogue or the problems found; never a part of a file.</summary>
internal sealed record CatalogueResult(StrategyCatalogue? Catalogue, IReadOnlyList<CatalogueProblem> Problems)
{
    public bool Accepted => Catalogue is not null;

    /// <summary>Where each strategy begins in the file, by name.</summary>
    public IReadOnlyDictionary<string, long> Lines { get; init; } = new Dictionary<string, long>();

    /// <summary>What is accepted but has no effect.</summary>
    public IReadOnlyList<CatalogueProblem> Warnings { get; init; } = [];
}
