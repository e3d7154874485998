namespace Torghut.Pipeline.Tests.Support;

/// <summary>Every test has a data folder of its own, which is gone afterwards.</summary>
public abstract class DataFolderFixture
{
    /// <summary>The folder's path; the sandbox makes it.</summary>
    protected string DataFolder { get; private set; } = "";

    [SetUp]
    public void ChooseData() => DataFolder = SandboxProgram.NewDataDirectory();

    [TearDown]
    public void DeleteData()
    {
        if (Directory.Exists(DataFolder))
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }
}
