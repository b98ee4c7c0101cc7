namespace ContactRelay.Tests;

/// <summary>A new folder, gone with all that is in it when the test ends.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("contactrelay-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
