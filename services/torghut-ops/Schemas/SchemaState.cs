namespace Torghut.Ops.Schemas;

/// <summary>What the registry has of a contract schema.</summary>
internal enum SchemaState
{
    Registered,

    /// <summary>It is not registered, and may follow what is.</summary>
    Missing,

    /// <summary>It is not registered, and may not follow what is.</summary>
    Incompatible,
}
