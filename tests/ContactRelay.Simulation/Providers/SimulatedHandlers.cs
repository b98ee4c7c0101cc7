namespace ContactRelay.Simulation.Providers;

/// <summary>A process's connections, which end at the simulated provider.</summary>
internal sealed class SimulatedHandlers(Instance instance) : IHttpMessageHandlerFactory
{
    public HttpMessageHandler CreateHandler(string name) => new SimulatedConnection(instance);

    private sealed class SimulatedConnection(Instance instance) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            instance.World.Provider.Call(instance, request, cancellationToken);
    }
}
