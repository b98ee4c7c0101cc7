using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContactRelay.Functions.Http;

/// <summary>Registers what the HTTP functions need.</summary>
public static class ApiServices
{
    /// <summary>Registers the endpoints. What the host has registered before stays.</summary>
    public static IServiceCollection AddContactRelayApi(this IServiceCollection services)
    {
        services.TryAddSingleton(new ConsoleSetup());
        return services
            .AddSingleton<ApiGuard>()
            .AddSingleton<AcceptEndpoint>()
            .AddSingleton<BatchEndpoint>()
            .AddSingleton<StatusEndpoint>()
            .AddSingleton<ErasureEndpoint>()
            .AddSingleton<DeadLetterEndpoint>()
            .AddSingleton<UpkeepEndpoint>()
            .AddSingleton<TenantEndpoint>()
            .AddSingleton<HookEndpoint>()
            .AddSingleton<ActivityEndpoint>()
            .AddSingleton<ConsoleEndpoint>()
            .AddSingleton<ServiceEndpoint>()
            .AddSingleton<OpenApiEndpoint>();
    }
}
