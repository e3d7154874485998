namespace Torghut.Charts.Tests.Rendering;

/// <summary>Finds fields that an object's kind has not, and values that it does not take.</summary>
internal static class StrictValidation
{
    /// <summary>What is wrong with the objects. Custom resources count only where their schemas are there.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<Node> resources) =>
        [.. resources.Where(resource => CoreResources.Has(resource) || CustomResourceSchemas.AreThere).SelectMany(Faults)];

    public static IReadOnlyList<string> Faults(Node resource) =>
        CoreResources.Has(resource) ? CoreResources.Faults(resource) : CustomResourceSchemas.Faults(resource);
}
