using ContactRelay.Providers.Everlytic;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticRestStatusTests() : StatusTests(new EverlyticProvider(), TenantBuilder.Everlytic().Build());
