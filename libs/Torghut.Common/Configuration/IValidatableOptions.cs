namespace Torghut.Common.Configuration;

/// <summary>Options whose keys constrain each other; checked once all keys have been read.</summary>
public interface IValidatableOptions
{
    IEnumerable<ConfigurationProblem> Validate();
}
