namespace Torghut.Trading.Catalogue;

/// <summary>A whole catalogue or every problem found; never a part of a file.</summary>
internal sealed record CatalogueResult(StrategyCatalogue? Catalogue, IReadOnlyList<CatalogueProblem> Problems)
{
    public bool Accepted => Catalogue is not null;
}
