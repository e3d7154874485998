namespace Torghut.Trading.Catalogue;

/// <summary>What happens to strategies that are in the database but not in the file.</summary>
internal enum CatalogueMode
{
    Merge,
    Sync,
}
