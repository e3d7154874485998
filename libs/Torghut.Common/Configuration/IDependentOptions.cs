namespace Torghut.Common.Configuration;

/// <summary>Options whose keys are constrained by keys of other classes; checked once every class by itself is good.</summary>
public interface IDependentOptions
{
    /// <param name="all">Every options class of the service.</param>
    IEnumerable<ConfigurationProblem> Validate(OptionSet all);
}
