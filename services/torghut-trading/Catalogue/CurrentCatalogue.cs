namespace Torghut.Trading.Catalogue;

/// <summary>The catalogue in force. A refused one changes nothing but the list of problems: the last good catalogue stays.</summary>
internal sealed class CurrentCatalogue
{
    private volatile CatalogueState _state = new(StrategyCatalogue.Empty, CatalogueOrigin.None, [], [], 0, 0);

    public CatalogueState State => _state;

    public StrategyCatalogue Current => _state.Catalogue;

    /// <summary>Takes over what the last good file left in the database, while there is no other catalogue.</summary>
    public void Restore(StrategyCatalogue stored)
    {
        if (_state.Origin == CatalogueOrigin.None)
        {
            _state = _state with { Catalogue = stored, Origin = CatalogueOrigin.Database };
        }
    }

    /// <summary>Takes over an accepted catalogue; returns whether its meaning differs from the one in force.</summary>
    public bool Apply(CatalogueResult result)
    {
        var before = _state;
        if (result.Catalogue is not { } accepted)
        {
            _state = before with { Problems = result.Problems, Refused = before.Refused + 1 };
            return false;
        }

        var changed = !string.Equals(accepted.Digest, before.Catalogue.Digest, StringComparison.Ordinal);
        _state = before with
        {
            Catalogue = accepted,
            Origin = CatalogueOrigin.File,
            Problems = [],
            Warnings = result.Warnings,
            Accepted = before.Accepted + 1,
        };
        return changed;
    }
}
