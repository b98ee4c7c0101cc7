using ContactRelay.Providers.Bosscart;

namespace ContactRelay.Tests.Providers.Bosscart;

public sealed class BosscartStatusTests() : StatusTests(new BosscartProvider(), TenantBuilder.Bosscart().Build());
