using Microsoft.Extensions.Hosting;

namespace ContactRelay.Sandbox.Http;

/// <summary>Leaves Ctrl-C to the process the sandbox runs in: the default would stop the sandbox before whoever still calls it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
