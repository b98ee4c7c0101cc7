namespace ContactRelay.LocalHost.Storage;

/// <summary>The folder where everything is kept, which belongs to one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream lockFile) => (Path, _lock) = (path, lockFile);

    public string Path { get; }

    /// <summary>Takes the folder, which it makes if need be. Throws <see cref="StartException"/> where another process has it.</summary>
    public static DataFolder Open(string path)
    {
        try
        {
            // It holds contacts' data, so it is its owner's alone.
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder '{path}' cannot be made: {e.Message}", e);
        }

        try
        {
            // The system gives such a lock back when the process ends, however it does.
            return new(path, new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartException($"The data folder '{path}' cannot be written to: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartException($"The data folder '{path}' is in use by another ContactRelay: end that one, or choose another folder with --data.", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
