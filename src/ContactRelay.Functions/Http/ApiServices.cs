using Microsoft.Extensions.DependencyInjection;

namespace ContactRelay.Functions.Http;

/// <summary>Registers what the HTTP functions need.</summary>
public static class ApiServices
{
    /// <summary>Registers the endpoints.</summary>
    public static IServiceCollection AddContactRelayApi(this IServiceCollection services) => services
        .AddSingleton<ApiGuard>()
        .AddSingleton<AcceptEndpoint>()
        .AddSingleton<BatchEndpoint>()
        .AddSingleton<StatusEndpoint>()
        .AddSingleton<ErasureEndpoint>()
        .AddSingleton<DeadLetterEndpoint>()
        .AddSingleton<UpkeepEndpoint>()
        .AddSingleton<TenantEndpoint>()
        .AddSingleton<HookEndpoint>()
        .AddSingleton<ServiceEndpoint>()
        .AddSingleton<OpenApiEndpoint>();
}
