/** One worked answer for each language, for small models: they follow a form that they see better than one that they are told. Data only; nothing of the user's. */

interface Example {
  readonly problem: string;
  readonly before: string;
  readonly said: string;
  readonly after: string;
}

const PHP: Example = {
  problem: "Undefined variable '$pirce'.",
  before: 'public function price(): int\n{\n    $price = $this->net + $this->tax;\n\n    return $pirce;\n}',
  said: 'The variable was misspelled where it is returned.',
  after: 'public function price(): int\n{\n    $price = $this->net + $this->tax;\n\n    return $price;\n}',
};

const SCRIPT: Example = {
  problem: "Cannot find name 'pirce'.",
  before: 'price() {\n  const price = this.net + this.tax;\n  return pirce;\n}',
  said: 'The constant was misspelled where it is returned.',
  after: 'price() {\n  const price = this.net + this.tax;\n  return price;\n}',
};

const PYTHON: Example = {
  problem: '"pirce" is not defined',
  before: 'def price(self):\n    price = self.net + self.tax\n    return pirce',
  said: 'The variable was misspelled where it is returned.',
  after: 'def price(self):\n    price = self.net + self.tax\n    return price',
};

/** By the entry of a language; the others do without. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  php: PHP,
  typescript: SCRIPT,
  tsx: SCRIPT,
  javascript: SCRIPT,
  python: PYTHON,
};
