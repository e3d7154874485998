using Torghut.Common.Configuration;

namespace Torghut.Common.Drills;

/// <summary>Named crash points, for drills only; see <see cref="DrillOptions{TNames}"/>.</summary>
public abstract class DrillOptions(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> former) : IValidatableOptions
{
    /// <summary>The one environment in which crash points are obeyed.</summary>
    public const string DrillEnvironment = "Drill";

    [ConfigurationKey("DOTNET_ENVIRONMENT", "Name of the environment; crash points are obeyed only in one named Drill.")]
    public string EnvironmentName { get; set; } = "";

    [ConfigurationKey("FAILPOINTS", "Crash points, name=kill|stop|throw|delay|hang@n, comma-separated. Refused outside of drills.")]
    public IReadOnlyList<string> Failpoints { get; set; } = [];

    /// <summary>The points to obey; none outside of drills, even if validation was left out.</summary>
    public IReadOnlyList<Failpoint> Armed =>
        EnvironmentName == DrillEnvironment ? [.. Failpoints.Select(text => Failpoint.Parse(text, names, former)).OfType<Failpoint>()] : [];

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Failpoints.Count == 0)
        {
            yield break;
        }

        if (EnvironmentName != DrillEnvironment)
        {
            yield return new("FAILPOINTS", "nothing, because DOTNET_ENVIRONMENT is not Drill", "crash points");
        }

        foreach (var text in Failpoints.Where(text => Failpoint.Parse(text, names, former) is null))
        {
            yield return new("FAILPOINTS", $"name=kill|stop|throw|delay|hang@n with a name of {string.Join(", ", names)}", $"'{text}'");
        }
    }
}

/// <summary>The crash points that one service knows.</summary>
public sealed class DrillOptions<TNames>() : DrillOptions(TNames.All, TNames.Former)
    where TNames : IFailpointNames;
