namespace Torghut.Sandbox.Registry.Store;

/// <summary>A schema registry's compatibility levels.</summary>
internal enum AvroCompatibilityLevel
{
    None,
    Backward,
    BackwardTransitive,
    Forward,
    ForwardTransitive,
    Full,
    FullTransitive,
}
