namespace Torghut.Trading.Catalogue;

/// <summary>Where the catalogue in force comes from.</summary>
internal enum CatalogueOrigin
{
    /// <summary>There is none: nothing is decided.</summary>
    None,

    /// <summary>The file.</summary>
    File,

    /// <summary>The database, as the last good file left it: the file has been refused since the start.</summary>
    Database,
}
