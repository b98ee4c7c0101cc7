namespace ContactRelay.Simulation.Providers;

/// <summary>A process's HTTP clients: real ones, whose connection is the simulated provider.</summary>
internal sealed class SimulatedClients(Instance instance) : IHttpClientFactory
{
    public HttpClient CreateClient(string name) => new(new SimulatedConnection(instance)) { Timeout = Timeout.InfiniteTimeSpan };

    private sealed class SimulatedConnection(Instance instance) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            instance.World.Provider.Call(instance, request, cancellationToken);
    }
}
